// One draft and the two places where it is kept: this computer at every key, the server at every pause.
import { call } from "./request.js";
import * as sealed from "./sealed.js";

export class Keeping {
  constructor(form, name, text, revision) {
    this.url = form.dataset.draft;
    this.place = `draft:${form.dataset.conversation}:${name}`;
    this.revision = revision;
    this.text = sealed.get(this.place) ?? text;
    this.underWay = null;
    this.isLeaving = false;
  }

  get isOnlyHere() {
    return sealed.get(this.place) !== null;
  }

  note(text) {
    this.text = text;
    this.isLeaving = false;
    sealed.set(this.place, text);
  }

  // { kept } when the server has it, { here } when only this computer has, { theirs } when another tab was faster.
  async save(mode) {
    this.stop();
    this.underWay = new AbortController();
    const { text } = this;
    try {
      const data = { mode, text, revision: this.revision };
      const response = await call("POST", this.url, data, { signal: this.underWay.signal });
      if (response.status !== 200 && response.status !== 409) return { here: true };
      const answer = await response.json();
      this.revision = answer.revision;
      if (response.status === 409) return this.overtaken(answer.text, text, mode);
      if (!this.isLeaving && sealed.get(this.place) === text) sealed.remove(this.place);
      return { kept: true, left: answer.left };
    } catch (error) {
      return error.name === "AbortError" ? {} : { here: true };
    }
  }

  overtaken(theirs, mine, mode) {
    return theirs.trim() && theirs !== mine ? { theirs } : this.save(mode);
  }

  // The next page may have been drawn before the server hears of this: it finds the text here.
  leave() {
    this.isLeaving = true;
  }

  stop() {
    this.underWay?.abort();
  }

  begin(text, revision) {
    this.stop();
    this.text = text;
    this.revision = revision;
    sealed.remove(this.place);
  }
}
