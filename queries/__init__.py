"""Rules, the engines that run them, and what they find."""
