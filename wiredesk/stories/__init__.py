"""What stories are to each other: pure functions of their texts, without the store and without a parse."""
