"""What a kill, a full disk or a flipped bit does to a store: nothing that was confirmed is lost."""
