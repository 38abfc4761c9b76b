"""Working out money: what an institution, or a family, can count on."""
