"""The web page: where a learner looks and lives. A face like the command line: no rules, no SQL.

app.py      the table of routes
doors.py    who may come in
views.py    pages to look at        acting.py   forms that do something
api.py      the same verbs as JSON  serving.py  `selfgrad web`
"""
