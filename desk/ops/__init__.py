"""Operations: checks, probes, metrics, and the processes that ``wiredesk run`` starts."""
