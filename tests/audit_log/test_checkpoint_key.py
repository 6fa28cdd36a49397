"""The key by which the log's checkpoints are signed: made from the home's master key, the same each time."""

from hub.vault import Vault
from tlog.notes import ED25519, Checkpoint, Signer


def test_it_hangs_on_the_vaults_master_key(vault: Vault) -> None:
    first, second = (Signer("log.example", ED25519, vault.checkpoint_key()) for _ in range(2))
    assert first.key == second.key
    checkpoint = Checkpoint("log.example", 1, bytes(32))
    assert first.note(checkpoint.text).verified([second.key]) == {second.key: 0}
    assert "bytes" not in repr(vault.checkpoint_key())
