"""Starts the programs as processes, seeds them over the public API, drives and photographs the real screens."""
