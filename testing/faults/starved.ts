/** Milliseconds: less than the code waits for any service; without faults a call takes a hundredth of it. */
export const starvedMs = 700;

/** A fault is tried anew where the machine was so busy that other calls may have run into real limits. */
export const mostTries = 4;
