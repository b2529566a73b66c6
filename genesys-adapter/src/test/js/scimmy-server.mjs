// SPDX-License-Identifier: Apache-2.0
// A SCIM server in memory on the npm package scimmy, for ScimmyServerIT. Prints its port, and ends when its input does.
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import path from "node:path";

const home = process.argv[2];
const load = (file) => import(pathToFileURL(path.join(home, "node_modules", file)).href);
const { default: express } = await load("express/index.js");
const { default: SCIMMY } = await load("scimmy/dist/scimmy.js");
const { default: SCIMMYRouters } = await load("scimmy-routers/dist/routers.js");

const sameName = (a, b) => a.toLowerCase() === b.toLowerCase();

// Keeps resources of one kind, no two by the same name.
function kept(kind, nameOf) {
    const all = new Map();
    return SCIMMY.Resources.declare(kind)
        .ingress((resource, data) => {
            const id = resource.id ?? randomUUID();
            for (const other of all.values()) {
                if (other.id !== id && sameName(nameOf(other), nameOf(data))) {
                    throw new SCIMMY.Types.Error(409, "uniqueness", "the name is taken");
                }
            }
            const stored = { ...JSON.parse(JSON.stringify(data)), id };
            all.set(id, stored);
            return stored;
        })
        .egress((resource) => {
            if (resource.id) {
                if (!all.has(resource.id)) {
                    throw new SCIMMY.Types.Error(404, null, "nothing has that id");
                }
                return all.get(resource.id);
            }
            const found = [...all.values()];
            return resource.filter ? resource.filter.match(found) : found;
        })
        .degress((resource) => all.delete(resource.id));
}

kept(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false), (user) => user.userName);
kept(SCIMMY.Resources.Group, (group) => group.displayName);

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
