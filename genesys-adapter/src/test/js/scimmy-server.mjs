// SPDX-License-Identifier: Apache-2.0
// A SCIM server in memory on the npm package scimmy, for ScimmyServerTest. Prints its port, and ends when its input does.
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import path from "node:path";

const home = process.argv[2];
const load = (file) => import(pathToFileURL(path.join(home, "node_modules", file)).href);
const { default: express } = await load("express/index.js");
const { default: SCIMMY } = await load("scimmy/dist/scimmy.js");
const { default: SCIMMYRouters } = await load("scimmy-routers/dist/routers.js");

const users = new Map();
const sameName = (a, b) => a.toLowerCase() === b.toLowerCase();

SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false))
    .ingress((resource, data) => {
        const id = resource.id ?? randomUUID();
        for (const other of users.values()) {
            if (other.id !== id && sameName(other.userName, data.userName)) {
                throw new SCIMMY.Types.Error(409, "uniqueness", "the user name is taken");
            }
        }
        const stored = { ...JSON.parse(JSON.stringify(data)), id };
        users.set(id, stored);
        return stored;
    })
    .egress((resource) => {
        if (resource.id) {
            if (!users.has(resource.id)) {
                throw new SCIMMY.Types.Error(404, null, "no such user");
            }
            return users.get(resource.id);
        }
        const all = [...users.values()];
        return resource.filter ? resource.filter.match(all) : all;
    })
    .degress((resource) => users.delete(resource.id));

const app = express();
app.use("/api/v2/scim/v2", new SCIMMYRouters({
    type: "bearer",
    handler: (request) => {
        if (!(request.header("Authorization") ?? "").startsWith("Bearer ")) {
            throw new Error("a bearer token is needed");
        }
        return "test";
    },
}));
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
