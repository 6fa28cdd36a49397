// A real issuer on loopback: node issuer.mjs PORT REDIRECT_URI LEADS_TO OFFICE. Everybody may sign in as whom they say; the access
// token says `azp` and `office`, as a city's own issuer does by a mapper. Its tokens live for seconds, so that a test sees them end.
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const [port, redirectUri, leadsTo, office] = process.argv.slice(2);
const TOKEN_SECONDS = 5;
const key = {
  ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
  alg: "ES256",
  use: "sig",
  kid: "tests",
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "housing",
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [leadsTo],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      id_token_signed_response_alg: "ES256",
    },
  ],
  jwks: { keys: [key] },
  clientAuthMethods: ["none"],
  enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
  pkce: { required: () => true },
  findAccount: (_, subject) => ({ accountId: subject, claims: () => ({ sub: subject }) }),
  issueRefreshToken: () => true,
  extraTokenClaims: (_, token) => ({
    azp: token.clientId,
    ...(token.accountId.endsWith("of-no-office") ? {} : { office }),
  }),
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => "urn:domicile",
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        audience: "domicile",
        scope: "openid",
        accessTokenFormat: "jwt",
        accessTokenTTL: TOKEN_SECONDS,
        jwt: { sign: { alg: "ES256" } },
      }),
    },
  },
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
