"""Small articles written for the tests."""

BODY = (
    "The bridge over the Ley was closed on Monday after cracks were found in two of its piers.\n"
    "\n"
    "“We could not wait any longer,” said the mayor, who has asked for a second report.\n"
    "\n"
    "Drivers will have to take the road through Oakham until the spring."
)
PAGE = """<!doctype html><html lang="en"><head><title>Bridge over the Ley closed</title>
<meta property="og:site_name" content="The Valley Post">
<meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2022-09-12T08:00:00Z">
<link rel="canonical" href="https://valley.example/bridge"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article>
<h1>Bridge over the Ley closed</h1>
<p>The bridge over the Ley was closed on Monday after cracks were found in two of its piers.</p>
<p>“We could not wait any longer,” said the <b>mayor</b>,<br>who has asked for a second report.</p>
<p>Drivers will have to take the road through Oakham until the spring, the council said.</p>
<ul><li>The bridge was opened in 1931.</li><li>It carries nine thousand cars a day.</li></ul>
</article><footer>All rights reserved</footer></body></html>
"""
