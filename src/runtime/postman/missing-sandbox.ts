/** What is said where scripts of Postman are to run and their sandbox is not there. */
export const missingSandbox =
  'Scripts of Postman run in `postman-sandbox`, which is not installed: run `npm install --save-dev postman-sandbox`'
