"""What people do about shares."""
