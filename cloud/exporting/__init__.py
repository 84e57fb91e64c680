"""Exports of usage records (R-151, R-152): made one after the other, each in a process of its own.

`runner` and `download` run in the cloud's process; `work` and what it uses in the other one.
"""
