"""Stories in the formats of the trade, with what was found as their subjects.  Nothing here reads or writes."""
