"""Operations: checks, health, metrics and subprocesses."""
