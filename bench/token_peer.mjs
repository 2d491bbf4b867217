// A rotating token endpoint by oidc-provider, in memory; prints one refresh token a chain.
import { Provider } from "oidc-provider";

const port = Number(process.env.PORT);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "bench", client_secret: "bench-secret", token_endpoint_auth_method: "client_secret_post",
    grant_types: ["refresh_token", "authorization_code"], response_types: ["code"],
    redirect_uris: ["https://app.example/callback"],
  }],
  rotateRefreshToken: true,
  scopes: ["openid", "offline_access", "api"],
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  features: { devInteractions: { enabled: false } },
});
const client = await provider.Client.find("bench");
const tokens = [];
for (let n = 0; n < Number(process.env.CHAINS); n += 1) {
  const grant = new provider.Grant({ accountId: "a", clientId: "bench" });
  grant.addOIDCScope("offline_access api");
  const token = new provider.RefreshToken({
    accountId: "a", client, grantId: await grant.save(), scope: "offline_access api",
    gty: "authorization_code", rotations: 0, iiat: Math.floor(Date.now() / 1000), expiresWithSession: false,
  });
  tokens.push(await token.save());
}
provider.listen(port, "127.0.0.1", () => console.log(JSON.stringify(tokens)));
