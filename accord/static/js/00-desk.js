"use strict";
// The scripts of the desk only shorten the way: every form works without them.
document.addEventListener("DOMContentLoaded", () => {
  const problems = document.getElementById("problems");
  if (problems) problems.focus();
});
