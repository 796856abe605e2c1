"""``wiredesk deliver``: read the change log and send what each sink wants, one thread a sink."""
