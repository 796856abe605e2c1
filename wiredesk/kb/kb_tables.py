"""The tables of a knowledge base, and of the unfinished file that it is built in."""

from __future__ import annotations

KB_FORMAT = 1
"""Number of the layout; a file with another one is built again."""
APPLICATION_ID = 0x77644B42
"""Marks the file as ours in its header: ``wdKB``."""
MAX_THINGS_PER_KEY = 64
"""Things that one name leads to, those with the highest weight times prior: a surname has thousands of bearers."""

KB_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE thing (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  about TEXT NOT NULL,
  prior INTEGER NOT NULL,  -- articles in encyclopedias, or what stands for them
  country TEXT,  -- ISO 3166-1 alpha-2
  born INTEGER,  -- year
  died INTEGER,  -- year
  words TEXT NOT NULL,  -- occupations and offices
  geonames INTEGER,
  related TEXT NOT NULL  -- ids, a blank between them
) WITHOUT ROWID;
CREATE TABLE alias (
  key TEXT NOT NULL,
  id TEXT NOT NULL,
  weight INTEGER NOT NULL,  -- per cent
  PRIMARY KEY (key, id)
) WITHOUT ROWID;
"""
PART_TABLES = """
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS name (key TEXT NOT NULL, id TEXT NOT NULL, weight INTEGER NOT NULL, prior INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS reference (ref TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS relation (one TEXT NOT NULL, other TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS country (id TEXT PRIMARY KEY, code TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS word (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS anchor (id TEXT PRIMARY KEY, links INTEGER NOT NULL) WITHOUT ROWID;
"""
COMPILE_NAMES = f"""
INSERT INTO out.alias (key, id, weight)
SELECT key, id, weight FROM (
  SELECT key, id, weight, row_number() OVER (PARTITION BY key ORDER BY weight * prior DESC, id) AS place
  FROM (SELECT key, id, max(weight) AS weight, max(prior) AS prior FROM name GROUP BY key, id)
) WHERE place <= {MAX_THINGS_PER_KEY} ORDER BY key, id
"""
