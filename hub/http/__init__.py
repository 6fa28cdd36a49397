"""What is served over HTTP: the application, the GraphQL endpoint, sign-in, the log's tiles, the pages. Reads nothing by itself."""
