"""Serves a WSGI or ASGI application for apitest in a process of its own, and replaces functions in it while tests run.

Standard library only, apart from what the application brings along. `__main__.py` is the program, `main.py` the order of things.
"""
