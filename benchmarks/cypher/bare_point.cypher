// Makes a POINT of longitude and latitude in degrees.
, node.NAME = point({longitude: row.longitude, latitude: row.latitude})
