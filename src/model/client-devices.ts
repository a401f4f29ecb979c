import type { ServerClient } from './server-client.ts';

// Devices that were bought for a running access, until the end of the period in which that was. Its row is locked by
// the caller.

/** One more device at a time, until the present end. */
export function addDevice(client: ServerClient, at: Date): void {
  client.limitIp += 1;
  client.extraDevices += 1;
  client.extraDevicesUntil = client.expiresAt;
  client.want(client.wanted, at);
}

/** One less, because its money goes back; what has ended already stays so. */
export function takeDeviceBack(client: ServerClient, at: Date): void {
  if (client.extraDevices === 0) return;
  client.limitIp -= 1;
  client.extraDevices -= 1;
  if (client.extraDevices === 0) client.extraDevicesUntil = null;
  client.want(client.wanted, at);
}

/** Their time is over: as many as the plan gives are left. */
export function endExtraDevices(client: ServerClient, at: Date): void {
  client.limitIp = Math.max(1, client.limitIp - client.extraDevices);
  client.extraDevices = 0;
  client.extraDevicesUntil = null;
  if (client.status !== 'terminated') client.want(client.wanted, at);
}
