"""Steps of the database's schema, up and down."""
