// A new passkey, made by the browser with whom it asks: a phone, a key, this computer.
import type { VariablesOf } from "../../api/schema.ts";
import type { RegisterPasskey } from "./questions.ts";

/** The browser made none: it can't, or its user said no. */
export class NoPasskey extends Error {}

/** What `registerPasskey` takes, from the options of `createPasskeyRegistration`. Throws `NoPasskey`. */
export async function madePasskey(options: string): Promise<VariablesOf<typeof RegisterPasskey>["input"]> {
  if (typeof PublicKeyCredential === "undefined") throw new NoPasskey();
  const asked = JSON.parse(options) as PublicKeyCredentialCreationOptionsJSON;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
  const credential = await navigator.credentials.create({ publicKey }).catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) throw new NoPasskey();
  const { id, response } = credential.toJSON() as RegistrationResponseJSON;
  return { credentialId: id, clientDataJson: response.clientDataJSON, attestationObject: response.attestationObject };
}
