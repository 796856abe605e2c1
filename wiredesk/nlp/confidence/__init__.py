"""How sure each record is: its evidence, the weight of each piece of evidence, and the score."""
