pm.test("The signature has 64 digits", () => {
  const { signature } = pm.response.json();
  pm.expect(signature).to.have.lengthOf(64);
});
pm.test("Computed in the script", () => {
  const digits = pm.response.json().signature.split("").filter((letter) => /[0-9a-f]/.test(letter));
  pm.expect(digits.length).to.eql(64);
});
