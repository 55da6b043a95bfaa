console.log('loa');
