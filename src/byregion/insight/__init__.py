"""The analyses of city regions, through their lives: made, written on, published, superseded."""
