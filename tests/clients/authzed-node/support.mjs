// What every part of the suite needs: clients, short forms of messages, and errors taken apart.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { v1 } from "@authzed/authzed-node";

const address = process.env.PANTHERA_GRPC;
if (!address) throw new Error("PANTHERA_GRPC names no server: HOST:PORT of `panthera serve --testing`");

export { v1 };

/** The numbers that gRPC gives to statuses. */
export const Code = {
  CANCELLED: 1, INVALID_ARGUMENT: 3, NOT_FOUND: 5, ALREADY_EXISTS: 6, PERMISSION_DENIED: 7, FAILED_PRECONDITION: 9,
  OUT_OF_RANGE: 11, UNIMPLEMENTED: 12, UNAUTHENTICATED: 16,
};

const open = [];

/** A client with a key, which in testing mode is a tenant of its own. */
export function clientOf(key) {
  const client = v1.NewClient(key, address, v1.ClientSecurity.INSECURE_PLAINTEXT_CREDENTIALS);
  open.push(client);
  return client;
}

export const freshClient = () => clientOf(`suite-${randomUUID()}`);

export function closeAll() {
  for (const client of open) client.close();
}

export const schemaText = `use expiration

/** those who act */
definition user {}

caveat on_day(day string, wanted string) {
    day == wanted
}

caveat noted(notes map<any>) {
    size(notes) > 0
}

definition team {
    relation member: user | team#member
}

definition document {
    relation parent: document
    relation owner: user
    relation viewer: user | user:* | team#member | user with on_day | user with noted | user with expiration
    relation banned: user

    permission edit = owner
    permission view = (viewer + edit + parent->view) - banned
}`;

/** A client of a tenant of its own with the schema above and these relationships. */
export async function seeded(...relationships) {
  const client = freshClient();
  await client.promises.writeSchema(v1.WriteSchemaRequest.create({ schema: schemaText }));
  if (relationships.length > 0) await write(client, ...relationships);
  return client;
}

export const full = { requirement: { oneofKind: "fullyConsistent", fullyConsistent: true } };
export const atLeast = (token) => ({ requirement: { oneofKind: "atLeastAsFresh", atLeastAsFresh: token } });
export const exactly = (token) => ({ requirement: { oneofKind: "atExactSnapshot", atExactSnapshot: token } });

export function object(text) {
  const colon = text.indexOf(":");
  return { objectType: text.slice(0, colon), objectId: text.slice(colon + 1) };
}

export function subject(text) {
  const [whole, relation] = text.split("#");
  return { object: object(whole), optionalRelation: relation ?? "" };
}

/** `document:a#viewer@user:ann`, with a caveat or an expiry beside it. */
export function relationship(text, extra = {}) {
  const [, resource, relation, who] = /^([^#]+)#([^@]+)@(.+)$/.exec(text);
  return { resource: object(resource), relation, subject: subject(who), ...extra };
}

export function textOf(found) {
  const { resource, relation, subject: who } = found;
  return `${resource.objectType}:${resource.objectId}#${relation}@${who.object.objectType}:${who.object.objectId}${who.optionalRelation ? "#" + who.optionalRelation : ""}`;
}

export const update = (operation, text, extra) => ({ operation, relationship: relationship(text, extra) });

export function write(client, ...relationships) {
  const updates = relationships.map((one) => (typeof one === "string" ? update(v1.RelationshipUpdate_Operation.TOUCH, one) : one));
  return client.promises.writeRelationships(v1.WriteRelationshipsRequest.create({ updates }));
}

export async function check(client, resource, permission, who, extra = {}) {
  const request = v1.CheckPermissionRequest.create({ consistency: full, resource: object(resource), permission, subject: subject(who), ...extra });
  return (await client.promises.checkPermission(request)).permissionship;
}

export async function readAll(client, filter, extra = {}) {
  const request = v1.ReadRelationshipsRequest.create({ consistency: full, relationshipFilter: v1.RelationshipFilter.create(filter), ...extra });
  return client.promises.readRelationships(request);
}

export const struct = (value) => v1.createStructFromObject(value);

/** Asserts that a call fails with a code, and with a reason or without one. */
export async function fails(call, code, reason) {
  const error = await call.then(
    (answer) => assert.fail(`it was answered: ${JSON.stringify(answer)?.slice(0, 200)}`),
    (thrown) => thrown,
  );
  assert.equal(error.code, code, `${error.code} instead of ${code}: ${error.details ?? error.message}`);
  assert.ok(error.details.length > 0, "an error says why");
  const info = infoOf(error);
  assert.equal(info?.reason, reason === undefined ? undefined : `ERROR_REASON_${reason}`);
  if (info) {
    assert.equal(info.domain, "authzed.com");
    assert.ok(info.reason in v1.ErrorReason || v1.ErrorReason[info.reason.slice("ERROR_REASON_".length)] !== undefined, `${info.reason} is known to the client`);
  }
  return error;
}

/** The google.rpc.ErrorInfo of an error: status details travel as bytes. */
export function infoOf(error) {
  const [details] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (!details) return undefined;
  for (const any of fieldsOf(details).filter((field) => field.number === 3)) {
    const [type, value] = fieldsOf(any.bytes);
    if (type.bytes.toString() !== "type.googleapis.com/google.rpc.ErrorInfo") continue;
    const info = fieldsOf(value.bytes);
    const text = (number) => info.find((field) => field.number === number)?.bytes.toString();
    return { reason: text(1), domain: text(2) };
  }
  return undefined;
}

/** The fields of a protobuf message whose fields are numbers and bytes. */
function fieldsOf(bytes) {
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, type] = [tag >> 3, tag & 7];
    const value = varint();
    if (type === 0) fields.push({ number, value });
    else fields.push({ number, bytes: Buffer.from(bytes.subarray(at, (at += value))) });
  }
  return fields;
}
