"""The mixing and mastering engine: plays a project into audio files, and measures them."""
