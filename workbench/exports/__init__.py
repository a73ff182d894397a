"""Labels that leave: columns declared once, rows streamed."""
