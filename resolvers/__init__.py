"""What is computed from loaded values, and the rules of mutations: pure functions, which never see a driver."""
