"""What is measured on every parcel: its shape, what is near, what it lies in, whom it adjoins."""
