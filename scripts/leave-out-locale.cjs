// React Aria brings its words in 34 languages; a loader that empties those which the desk doesn't speak.
module.exports = () => "export default {};";
