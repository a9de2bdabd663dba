"""The one screen of the dashboard: everything happens behind the door."""

from kam.ui import door

door.run()
