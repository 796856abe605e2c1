"""Text: decoding, markup, layout, times and labels shared by the formats."""
