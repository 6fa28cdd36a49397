"""What a demo is made of: the synthetic city, the development issuer and its people, the first questions. No register runs on it."""
