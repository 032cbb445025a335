import type {
  Handed,
  Invitation,
  Member,
  OwnPractice,
  Practice,
  PracticeCard,
  PracticeDraft,
  ReceivedInvitation,
  Role,
} from "../domain/practice";
import { client, unwrap } from "./client";

const at = (practice_id: string) => ({ path: { practice_id } });

export async function practices(): Promise<OwnPractice[]> {
  return unwrap(client.GET("/api/v1/practices/"));
}

export async function practice(id: string): Promise<Practice> {
  return unwrap(client.GET("/api/v1/practices/{practice_id}/", { params: at(id) }));
}

export async function openPractice(draft: PracticeDraft): Promise<Practice> {
  return unwrap(client.POST("/api/v1/practices/", { body: draft }));
}

export async function changePractice(id: string, draft: PracticeDraft): Promise<Practice> {
  return unwrap(client.PATCH("/api/v1/practices/{practice_id}/", { params: at(id), body: draft }));
}

/** What anybody signed in may know of it. */
export async function practiceCard(id: string): Promise<PracticeCard> {
  return unwrap(client.GET("/api/v1/practices/{practice_id}/card/", { params: at(id) }));
}

/** The link that clients scan to let the practice in. */
export async function practiceCode(id: string): Promise<Handed> {
  return unwrap(client.GET("/api/v1/practices/{practice_id}/code/", { params: at(id) }));
}

export async function members(practice: string): Promise<Member[]> {
  return unwrap(client.GET("/api/v1/practices/{practice_id}/members/", { params: at(practice) }));
}

export async function changeRole(practice: string, membership: string, role: Role): Promise<void> {
  const params = { path: { practice_id: practice, membership_id: membership } };
  await unwrap(client.PATCH("/api/v1/practices/{practice_id}/members/{membership_id}/", { params, body: { role } }));
}

export async function endMembership(practice: string, membership: string): Promise<void> {
  const params = { path: { practice_id: practice, membership_id: membership } };
  await unwrap(client.DELETE("/api/v1/practices/{practice_id}/members/{membership_id}/", { params }));
}

export async function invitations(practice: string): Promise<Invitation[]> {
  return unwrap(client.GET("/api/v1/practices/{practice_id}/invitations/", { params: at(practice) }));
}

export async function invite(practice: string, role: Role, email: string): Promise<Invitation & Handed> {
  const body = { role, email };
  return unwrap(client.POST("/api/v1/practices/{practice_id}/invitations/", { params: at(practice), body }));
}

export async function takeBack(practice: string, invitation: string): Promise<void> {
  const params = { path: { practice_id: practice, invitation_id: invitation } };
  await unwrap(client.DELETE("/api/v1/practices/{practice_id}/invitations/{invitation_id}/", { params }));
}

export async function receivedInvitation(token: string): Promise<ReceivedInvitation> {
  return unwrap(client.GET("/api/v1/staff-invitations/{token}/", { params: { path: { token } } }));
}

export async function acceptInvitation(token: string): Promise<void> {
  await unwrap(client.POST("/api/v1/staff-invitations/{token}/accept/", { params: { path: { token } } }));
}
