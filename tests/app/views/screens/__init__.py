"""Every screen of the console, with what is hardest to show on it: gone over, judged, and photographed.

`catalogue` says which there are, `window` opens them, `judge` looks at them; `python -m tests.app.views.screens` goes
over all of them.
"""
