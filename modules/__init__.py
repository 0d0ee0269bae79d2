"""Reusable constructs: each makes one part of the platform and hands out plain, typed attributes."""
