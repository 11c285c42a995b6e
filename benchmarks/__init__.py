"""Programs that measure Galley, one a figure, each beside a peer in the same run: `python3 app.py bench NAME`.

Modules that begin with an underscore are what those programs share. The results stand in docs/benchmarks.md.
"""
