"""What runs without a request: retention and erasure, recovery, the import, delivery, what operators decide. Each through the gate's ports."""
