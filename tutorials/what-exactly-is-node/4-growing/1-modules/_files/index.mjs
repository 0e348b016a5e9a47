// Import area, and print the area of a bed of 2 by 3 metres.
