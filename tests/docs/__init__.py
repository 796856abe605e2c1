"""Tests of the documentation: its commands run, and its reference is generated from the code."""
