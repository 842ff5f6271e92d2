// What several tabs of one visitor must not do at the same time.
import { place } from "./session.js";

export async function oneTabAtATime(work) {
  try {
    await (navigator.locks ? navigator.locks.request(`webcare-chat${place()}`, work) : work());
  } catch (error) {
    if (error.name !== "SecurityError") throw error;
    await work(); // a browser that keeps nothing for frames has no other tabs of this visitor either
  }
}
