"""The one SQLite file: schema, migrations, and the only SQL of the program."""
