const fs = require('node:fs');

// Read plants.txt, print "N plants", and write the longest line into longest.txt.
