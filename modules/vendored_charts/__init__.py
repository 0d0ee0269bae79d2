"""What is known of the charts of others, at the one version that is pinned: their keys, images and demands, as data."""
