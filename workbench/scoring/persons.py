"""The common words for people, to which a rule of the lexicon may confine a term."""

_LISTED = """
i me my we us our you your he him his she her they them their who whom whose everyone
somebody someone anybody anyone nobody person people man men woman women child children kid
kids boy boys girl girls student students teacher teachers parent parents worker workers
voter voters citizen citizens taxpayer taxpayers resident residents politician politicians
senator senators congressman congresswoman lawmaker lawmakers legislator legislators
president minister ministers mayor governor judge judges official officials leader leaders
candidate candidates activist activists protester protesters demonstrators supporters
opponents critics lawyers reporters journalists journalist reporter host pundit pundits
police officer officers cops soldier soldiers migrant migrants immigrant immigrants refugee
refugees muslims christians jews blacks whites liberals conservatives democrats republicans
landlords bankers executives billionaires rich poor elite elites neighbour neighbours
neighbor neighbors guy guys folks crowd comedian comedians boss owner owners family families
"""

PERSONS = frozenset(_LISTED.split())
