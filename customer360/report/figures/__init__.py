"""What the report shows, as small frames; SQL in, no picture and no sentence."""
