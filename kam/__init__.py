"""Key account management: who carries the business, who may leave, and what to do about it."""
