/** Name of a profile: what people ask for. */
export type ProfileName = string & { readonly __brand: 'ProfileName' };

const profileName = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** Whether a text is a profile's name. A dot is reserved for targets of a profile. */
export function isProfileName(text: string): text is ProfileName {
  return profileName.test(text);
}

/** Whether a text is a group's name; groups are named as profiles are. */
export function isGroupName(text: string): boolean {
  return profileName.test(text);
}
